-- Always empty: what the readiness probe writes is rolled back. Its values are stored as they are, so that they take
-- the room that they say.
create table write_probe (filler text);
alter table write_probe alter column filler set storage plain;
