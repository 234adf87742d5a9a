-- Whether prices deposit into wallets: written with them, as the meters that they count are.
alter table pricing_plan_versions drop column deposits;
alter table pricing_plan_versions add column deposits boolean not null default false;
update pricing_plan_versions set deposits = true where jsonb_path_exists(body, '$.**.wallet_grants[*] ? (@ != null)');
alter table pricing_plan_schedules add column deposits boolean not null default false;
update pricing_plan_schedules set deposits = true where jsonb_path_exists(body, '$.**.wallet_grants[*] ? (@ != null)');

-- An add-on may be bought after the deposits of its plan were made for a period. '' is what the plan always sells.
alter table wallet_deposits add column add_on text not null default '';
alter table wallet_deposits drop constraint wallet_deposits_pkey;
alter table wallet_deposits add primary key (schedule_id, period_start, add_on);
