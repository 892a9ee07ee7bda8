import { useAnnouncer } from 'pitchey-live'
import { useEffect, useRef } from 'react'
import type { Person } from '../cast.js'
import type { Conversation } from '../conversations.js'
import type { Message } from '../streams/messages.js'

/** Speaks of what others say while one is here. @param items `null`: not known yet */
export function useMessageNews(conversation: Conversation, items: readonly Message[] | null, person: Person): void {
  const { tell } = useAnnouncer()
  const known = useRef<number | null>(null)
  useEffect(() => {
    if (!items) return
    const before = known.current
    known.current = items.at(-1)?.id ?? 0
    if (before === null) return
    const news = items
      .filter(({ id, userId }) => id > before && userId !== person.userId)
      .map(({ id, username, text }) => ({ key: `${conversation.id} ${id}`, text: `${username}: ${text}` }))
    if (news.length > 0) tell(`messages ${conversation.id}`, news, (count) => `${count} new messages`)
  }, [conversation, items, person, tell])
}
