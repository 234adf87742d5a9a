#!/usr/bin/env node
import '../dist/audit/audit-command.js'
