"""卫闻档案: raw newspaper text in, a searchable static archive out."""
