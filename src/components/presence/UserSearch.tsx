'use client'

import type { PresenceLabels } from './presenceLabels.js'

export interface UserSearchProps {
  readonly value: string
  readonly onChange: (search: string) => void
  readonly labels: PresenceLabels
}

export function UserSearch({ value, onChange, labels }: UserSearchProps) {
  return (
    <input
      type="search"
      className="pl-field"
      aria-label={labels.search}
      placeholder={labels.search}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
