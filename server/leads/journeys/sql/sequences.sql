(
  -- The journeys of a period as the models read them: which touches, in which order, and what they came to.
  -- client UUID; j_from, j_to: seconds, the latter exclusive; j_goal, j_keys: columns of journey_path; j_kinds: bits of the kinds
  -- of touches that count, j_lead: code of becoming a lead; j_look_back: seconds; j_transform: none, collapse or unique;
  -- j_drop_direct: 0 or 1; j_converted: 1 leaves out those without the goal; j_buckets: into how many the journeys fall by hash; j_currency: worth in others is only counted.
  -- A journey belongs to the period of its goal, else of its last deed. Where no touch of a lead was recorded, the lead itself
  -- stands in for one, with the source it came from.
  select journey, leads, bucket, goal, lead_at, worth, foreign_worth, untracked, was_cut,
    multiIf(
      {j_transform:String} = 'collapse', arrayMap((a, b) -> a != b, told, arrayShiftLeft(told, 1, '\0')),
      {j_transform:String} = 'unique', arrayMap(x -> x = 1, arrayEnumerateUniq(told)),
      []) as marked,
    if({j_transform:String} = 'none', told, arrayFilter((x, m) -> m, told, marked)) as keys,
    if({j_transform:String} = 'none', told_at, arrayFilter((x, m) -> m, told_at, marked)) as instants,
    length(keys) as n
  from (
    select journey, leads, bucket, goal, lead_at, worth, foreign_worth, untracked, was_cut,
      arrayFilter((x, k) -> k, {j_keys:Identifier}, kept) as touched,
      {j_drop_direct:UInt8} = 1 and arrayExists(x -> lower(x) != 'direct', touched) as drops,
      if(drops, arrayFilter(x -> lower(x) != 'direct', touched), touched) as told,
      if(drops, arrayFilter((t, x) -> lower(x) != 'direct', arrayFilter((t, k) -> k, ats, kept), touched), arrayFilter((t, k) -> k, ats, kept)) as told_at
    from (
      select journey, leads, ats, {j_keys:Identifier}, cityHash64(journey) % {j_buckets:UInt8} as bucket, {j_goal:Identifier} as goal, lead_at,
        if(goal != 0 and converted_at != 0 and currency = {j_currency:String}, value_minor, 0) as worth,
        goal != 0 and converted_at != 0 and value_minor != 0 and currency != {j_currency:String} as foreign_worth,
        if(goal != 0, goal, last_at) as ended,
        arrayMap((k, t) -> bitTest({j_kinds:UInt32}, k) and t <= ended and t + {j_look_back:UInt32} >= ended, kinds, ats) as recorded,
        not has(recorded, 1) as untracked,
        arrayExists((k, t) -> bitTest({j_kinds:UInt32}, k) and t + {j_look_back:UInt32} < ended, kinds, ats) as was_cut,
        if(untracked and lead_at != 0, arrayMap((k, t) -> k = {j_lead:UInt8} and t = lead_at, kinds, ats), recorded) as kept
      from journey_path final
      where client_id = {client:UUID} and ended >= {j_from:UInt32} and ended < {j_to:UInt32}
        and ({j_converted:UInt8} = 0 or goal != 0) and {leads:Condition}
    )
  )
)
