SELECT ledger.append_behind(
    $1, $2::text::uuid[], (string_to_array($3, E'\x1e'))[2:], $4::text::integer[], (string_to_array($5, E'\x1e'))[2:], $6, $7, $8)
