CREATE TABLE ended (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  customer TEXT NOT NULL,
  model TEXT NOT NULL,
  request_id TEXT NOT NULL,
  attempt TEXT NOT NULL,
  at INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  holds TEXT NOT NULL,
  subscription_id TEXT,
  state INTEGER NOT NULL,
  since INTEGER NOT NULL,
  usage TEXT,
  reason TEXT,
  delivery INTEGER NOT NULL,
  event_states TEXT NOT NULL,
  events TEXT,
  bodies TEXT,
  errors TEXT,
  retry_at INTEGER
) STRICT;
CREATE TABLE running (
  id TEXT PRIMARY KEY,
  customer TEXT NOT NULL,
  model TEXT NOT NULL,
  request_id TEXT NOT NULL,
  attempt TEXT NOT NULL,
  at INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  holds TEXT NOT NULL,
  subscription_id TEXT,
  state INTEGER NOT NULL,
  since INTEGER NOT NULL,
  usage TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ended_id ON ended (id);
CREATE INDEX ended_pending ON ended (seq, customer, event_states) WHERE delivery = 1;
CREATE INDEX ended_postponed ON ended (retry_at, seq, customer, event_states) WHERE delivery = 3;
CREATE INDEX ended_rejected ON ended (seq, customer, event_states) WHERE delivery = 2;
INSERT INTO running VALUES ('c:open:1', 'c', 'gpt-4o-mini', 'open', '1', 1796040000000, 10, 90, '[{"key":"monthly_token_budget@1793491200000","tokens":100}]', 'ppsu_c', 0, 1796040000000, NULL);
INSERT INTO running VALUES ('c:unsettled:1', 'c', 'gpt-4o-mini', 'unsettled', '1', 1796040000000, 10, 90, '[{"key":"monthly_token_budget@1793491200000","tokens":100}]', 'ppsu_c', 1, 1796040001000, '{"model":"gpt-4o-mini","promptTokens":8,"completionTokens":3,"details":{"reasoningTokens":2},"source":"estimate"}');
INSERT INTO ended VALUES (1, 'c:delivered:1', 'c', 'gpt-4o-mini', 'delivered', '1', 1796040000000, 10, 90, '[{"key":"monthly_token_budget@1793491200000","tokens":100}]', 'ppsu_c', 2, 1796040001000, '{"model":"gpt-4o-mini","promptTokens":8,"completionTokens":5,"details":{"reasoningTokens":2},"source":"provider"}', NULL, 0, 'dd', '[["c:delivered:1:prompt_tokens","c","prompt_tokens",1796040000000,8,"ppsu_c"],["c:delivered:1:completion_tokens","c","completion_tokens",1796040000000,5,"ppsu_c"]]', '{"reference":"c:delivered:1:prompt_tokens","meter_reference":"prompt_tokens","customer_reference":"c","pricing_plan_subscription_id":"ppsu_c","timestamp":"2026-11-30T12:00:00Z","meter_properties":[{"reference":"model_id","value":"gpt-4o-mini"}],"meter_values":[{"reference":"token_count","number":"8"}]}
{"reference":"c:delivered:1:completion_tokens","meter_reference":"completion_tokens","customer_reference":"c","pricing_plan_subscription_id":"ppsu_c","timestamp":"2026-11-30T12:00:00Z","meter_properties":[{"reference":"model_id","value":"gpt-4o-mini"}],"meter_values":[{"reference":"token_count","number":"5"}]}', NULL, NULL);
INSERT INTO ended VALUES (2, 'c:rejected:1', 'c', 'gpt-4o-mini', 'rejected', '1', 1796040000000, 10, 90, '[{"key":"monthly_token_budget@1793491200000","tokens":100}]', 'ppsu_c', 2, 1796040001000, '{"model":"gpt-4o-mini","promptTokens":8,"completionTokens":5,"details":{"reasoningTokens":2},"source":"provider"}', NULL, 2, 'rr', '[["c:rejected:1:prompt_tokens","c","prompt_tokens",1796040000000,8,"ppsu_c"],["c:rejected:1:completion_tokens","c","completion_tokens",1796040000000,5,"ppsu_c"]]', '{"reference":"c:rejected:1:prompt_tokens","meter_reference":"prompt_tokens","customer_reference":"c","pricing_plan_subscription_id":"ppsu_c","timestamp":"2026-11-30T12:00:00Z","meter_properties":[{"reference":"model_id","value":"gpt-4o-mini"}],"meter_values":[{"reference":"token_count","number":"8"}]}
{"reference":"c:rejected:1:completion_tokens","meter_reference":"completion_tokens","customer_reference":"c","pricing_plan_subscription_id":"ppsu_c","timestamp":"2026-11-30T12:00:00Z","meter_properties":[{"reference":"model_id","value":"gpt-4o-mini"}],"meter_values":[{"reference":"token_count","number":"5"}]}', '{"0":"METER_VALUE_NOT_FOUND","1":"METER_VALUE_NOT_FOUND"}', NULL);
INSERT INTO ended VALUES (3, 'c:postponed:1', 'c', 'gpt-4o-mini', 'postponed', '1', 1796040000000, 10, 90, '[{"key":"monthly_token_budget@1793491200000","tokens":100}]', 'ppsu_c', 2, 1796040001000, '{"model":"gpt-4o-mini","promptTokens":8,"completionTokens":5,"details":{"reasoningTokens":2},"source":"provider"}', NULL, 3, 'ww', '[["c:postponed:1:prompt_tokens","c","prompt_tokens",1796040000000,8,"ppsu_c"],["c:postponed:1:completion_tokens","c","completion_tokens",1796040000000,5,"ppsu_c"]]', '{"reference":"c:postponed:1:prompt_tokens","meter_reference":"prompt_tokens","customer_reference":"c","pricing_plan_subscription_id":"ppsu_c","timestamp":"2026-11-30T12:00:00Z","meter_properties":[{"reference":"model_id","value":"gpt-4o-mini"}],"meter_values":[{"reference":"token_count","number":"8"}]}
{"reference":"c:postponed:1:completion_tokens","meter_reference":"completion_tokens","customer_reference":"c","pricing_plan_subscription_id":"ppsu_c","timestamp":"2026-11-30T12:00:00Z","meter_properties":[{"reference":"model_id","value":"gpt-4o-mini"}],"meter_values":[{"reference":"token_count","number":"5"}]}', '{"0":"ahead of time","1":"ahead of time"}', 1796126400000);
INSERT INTO ended VALUES (4, 'c:pending:1', 'c', 'gpt-4o-mini', 'pending', '1', 1796040000000, 10, 90, '[{"key":"monthly_token_budget@1793491200000","tokens":100}]', 'ppsu_c', 2, 1796040001000, '{"model":"gpt-4o-mini","promptTokens":8,"completionTokens":5,"details":{"reasoningTokens":2},"source":"provider"}', NULL, 1, 'pp', '[["c:pending:1:prompt_tokens","c","prompt_tokens",1796040000000,8,"ppsu_c"],["c:pending:1:completion_tokens","c","completion_tokens",1796040000000,5,"ppsu_c"]]', '{"reference":"c:pending:1:prompt_tokens","meter_reference":"prompt_tokens","customer_reference":"c","pricing_plan_subscription_id":"ppsu_c","timestamp":"2026-11-30T12:00:00Z","meter_properties":[{"reference":"model_id","value":"gpt-4o-mini"}],"meter_values":[{"reference":"token_count","number":"8"}]}
{"reference":"c:pending:1:completion_tokens","meter_reference":"completion_tokens","customer_reference":"c","pricing_plan_subscription_id":"ppsu_c","timestamp":"2026-11-30T12:00:00Z","meter_properties":[{"reference":"model_id","value":"gpt-4o-mini"}],"meter_values":[{"reference":"token_count","number":"5"}]}', NULL, NULL);
INSERT INTO ended VALUES (5, 'c:released:1', 'c', 'gpt-4o-mini', 'released', '1', 1796040000000, 10, 90, '[{"key":"monthly_token_budget@1793491200000","tokens":100}]', 'ppsu_c', 3, 1796040001000, NULL, 'refused', 0, '', NULL, NULL, NULL, NULL);
