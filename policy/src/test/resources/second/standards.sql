-- The standards a second time, written from the sources by hand. area: digits every place under it begins with, '' = the whole country.
create table standard (name text, area text, key text, since date, until date, amount numeric);
insert into standard values
  ('孤儿', '12', '散居', '2020-01-01', null, 2430), ('孤儿', '12', '集中', '2020-01-01', null, 3030),
  ('孤儿', '2102', '集中', '2021-01-01', '2024-07-01', 2340), ('孤儿', '2102', '集中', '2024-07-01', null, 2916),
  ('孤儿', '2102', '散居', '2021-01-01', '2024-07-01', 1605), ('孤儿', '2102', '散居', '2024-07-01', null, 2644),
  ('事实无人', '12', null, '2020-01-01', null, 2430),
  ('低保', '12', null, '2020-01-01', null, 1010),
  ('特困', '12', null, '2020-01-01', null, 1660),
  ('困境家庭', '12', null, '2020-01-01', null, 600),
  ('困残', '12', null, '2020-01-01', null, 300),
  ('护理', '12', null, '2020-01-01', null, 200),
  ('人均收入', '12', null, '2020-01-01', null, 4500),
  ('封顶', '12', null, '2020-01-01', null, 12120),
  ('同住月数', '12', null, '2026-01-30', null, 12),
  ('助学金', '21', null, '2019-01-01', null, 10000),
  ('参保', '', '特困', '2020-01-01', null, 1), ('参保', '', '其他', '2020-01-01', null, 0),
  ('参保', '12', '孤儿', '2026-01-30', null, 1), ('参保', '12', '特困', '2026-01-30', null, 1), ('参保', '12', '事实无人', '2026-01-30', null, 1),
  ('参保', '12', '低保', '2026-01-30', null, 1), ('参保', '12', '低保边缘', '2026-01-30', null, 0.5), ('参保', '12', '刚性支出困难', '2026-01-30', null, 0.5),
  ('参保', '21', '孤儿', '2024-01-01', null, 1), ('参保', '21', '事实无人', '2024-01-01', null, 1);

-- The nearest place's row in force; no row: null, that is, not known.
create function standard_of(wanted text, place text, day date, chosen text) returns numeric language sql stable as $$
  select amount from standard
  where name = wanted and (key is null or key = chosen) and day >= since and (until is null or day < until) and left(place, length(area)) = area
  order by length(area) desc limit 1 $$;

create function months(earlier date, later date) returns int language sql immutable strict as $$
  select (extract(year from age(later, earlier)) * 12 + extract(month from age(later, earlier)))::int $$;

-- A parent's situation as far as the law counts it (民发〔2019〕62号 一); null where it does not.
create function counted(situation text, since date, until date, card text, day date) returns text language sql immutable as $$
  select case
    when situation in ('死亡', '失踪', '查找不到', '重病', '被撤销监护资格', '被遣送（驱逐）出境') then situation
    when situation = '重残' and (card like '%一级' or card like '%二级' or card ~ '^(智力|精神)[三四]级$') then '重残'
    when situation = '失联' and months(since, day) >= 6 then '失联'
    when situation in ('服刑在押', '强制隔离戒毒', '被执行其他限制人身自由的措施')
      and case when until is null then months(since, day) >= 6 else until >= day and months(since, until) >= 6 end then situation
  end $$;

-- Whether a parent is away for long or has lost the ability to care (国发〔2016〕13号 一).
create function care(counted_as text, away date, across boolean, day date) returns text language sql immutable as $$
  select case when counted_as is not null then '无力' when away is not null and across and months(away, day) >= 6 then '外出' else '在家' end $$;
