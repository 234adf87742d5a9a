-- How the id of a pricing or of a pricing group finds the version whose tree holds it.
alter table pricing_plan_versions add column tree_ids jsonb generated always as (
  jsonb_path_query_array(body, '$.pricing_categories[*].pricings[*].id')
  || jsonb_path_query_array(body, '$.pricing_categories[*].pricing_groups[*].id')
  || jsonb_path_query_array(body, '$.pricing_categories[*].pricing_groups[*].pricings[*].id')
) stored;
create index pricing_plan_versions_tree_ids on pricing_plan_versions using gin (tree_ids);

-- The meters that a schedule's own prices count, beside those of its plan version.
alter table pricing_plan_schedules add column priced_meter_ids text[] not null default '{}';
