-- Of pairs of leads of one source that share a contact, how many carry other words, so are two people?
-- client UUID, source String; earliest, to: milliseconds between which leads are looked for, the latter exclusive; repeats, earlier:
-- ids of leads, pair by pair; shared: share of the words in common below which two leads are of different people.
-- An id is part of the table's key, so it may be looked for before versions are compared: the words of no other lead are read.
with
  (
    select (groupArray(id), groupArray(tokens)) from lead_fact final
    prewhere client_id = {client:UUID} and (id in {repeats:Array(UUID)} or id in {earlier:Array(UUID)})
      and created_at >= fromUnixTimestamp64Milli({earliest:Int64}, 'UTC')
      and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    where source = {source:String}
  ) as known,
  known.2[indexOf(known.1, pair.1)] as words,
  known.2[indexOf(known.1, pair.2)] as earlier_words,
  length(arrayIntersect(words, earlier_words)) / greatest(1, least(length(words), length(earlier_words))) as in_common
select
  count() as pairs_seen,
  countIf(in_common < {shared:Float64}) as other_people
from (select arrayJoin(arrayZip({repeats:Array(UUID)}, {earlier:Array(UUID)})) as pair)
where has(known.1, pair.1) and has(known.1, pair.2)
