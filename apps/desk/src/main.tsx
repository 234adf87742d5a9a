import '@mantine/core/styles.css'
import './shell/desk.css'
import { MantineProvider } from '@mantine/core'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { router } from './router.tsx'
import { styleNonce } from './session/page-facts.ts'
import { Session } from './session/session.tsx'
import { theme } from './shell/theme.ts'

const root = document.getElementById('desk')
if (root === null) throw new Error('The shell must have an element "desk".')
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <Session>
        <RouterProvider router={router} />
      </Session>
    </MantineProvider>
  </StrictMode>,
)
