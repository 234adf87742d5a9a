-- Totals name the properties of their events by id, so that a property may be renamed: events before and after add up,
-- and rules go on matching. They are added up anew from the events, which carry the ids; the key is the one that the
-- server makes (read-event.ts): the sorted pairs as JSON, or a digest of it where that is longer than 128 bytes.

delete from usage_totals;
insert into usage_totals (subscription_id, schedule_id, period_start, meter_id, meter_value_id, currency, properties_key,
    properties, sum, count, min, max)
  select e.subscription_id, e.schedule_id, e.period_start, e.meter_id, e.meter_value_id, e.currency,
      case when octet_length(e.pairs) <= 128 then e.pairs
        else 'sha256:' || rtrim(translate(encode(sha256(convert_to(e.pairs, 'UTF8')), 'base64'), '+/', '-_'), '=') end,
      e.properties, sum(e.quantity), count(*), min(e.quantity), max(e.quantity)
    from (
      select m.subscription_id, m.schedule_id, m.period_start, m.meter_id, coalesce(v ->> 'id', '') as meter_value_id,
          coalesce(v -> 'amount' ->> 'currency', '') as currency, p.pairs, p.properties,
          coalesce(v ->> 'number', v -> 'amount' ->> 'quantity', v ->> 'count', '0')::numeric as quantity
        from meter_data m
        left join lateral jsonb_array_elements(coalesce(nullif(m.body -> 'meter_values', 'null'), '[]')) as v on true
        cross join lateral (
          select '[' || coalesce(string_agg('[' || to_json(one ->> 'id')::text || ',' || to_json(one ->> 'value')::text || ']', ','
                order by one ->> 'id' collate "C"), '') || ']' as pairs,
              coalesce(jsonb_object_agg(one ->> 'id', one ->> 'value'), '{}') as properties
            from jsonb_array_elements(coalesce(nullif(m.body -> 'meter_properties', 'null'), '[]')) as one
        ) as p
        where m.processed_type = 'DEFAULT' and m.deleted_at is null
    ) as e
    group by e.subscription_id, e.schedule_id, e.period_start, e.meter_id, e.meter_value_id, e.currency, e.pairs, e.properties;

-- Conditions that name a property by its reference alone get its id beside it, as they do when they are written now.
create function with_property_ids(given jsonb) returns jsonb language plpgsql as $$
declare
  found_id text;
begin
  if jsonb_typeof(given) = 'array' then
    return (select coalesce(jsonb_agg(with_property_ids(value) order by place), '[]')
      from jsonb_array_elements(given) with ordinality as one (value, place));
  end if;
  if jsonb_typeof(given) <> 'object' then return given; end if;
  if given ? 'comparator' and given ->> 'id' is null then
    select id into found_id from meter_properties where reference = given ->> 'reference';
    if found_id is not null then return given || jsonb_build_object('id', found_id); end if;
    return given;
  end if;
  return (select coalesce(jsonb_object_agg(key, with_property_ids(value)), '{}') from jsonb_each(given));
end $$;
update pricing_plan_versions set body = with_property_ids(body) where body is distinct from with_property_ids(body);
update pricing_plan_schedules set body = with_property_ids(body) where body is distinct from with_property_ids(body);
update product_items set body = with_property_ids(body) where body is distinct from with_property_ids(body);
drop function with_property_ids(jsonb);
