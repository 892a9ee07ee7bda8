'use client'

import { forwardRef, useCallback, type ComponentPropsWithoutRef } from 'react'
import { initialsOf } from './presence/onlineOrder.js'
import { slot, type SlotProps } from './shell/slot.js'
import { useI18n } from './shell/useI18n.js'
import { typingLabels, type TypingLabels } from './typing/typingLabels.js'
import { textOf, typingSentence } from './typing/typingWords.js'
import { useShownTypists } from './typing/useShownTypists.js'
import { useTypingNews } from './typing/useTypingNews.js'
import { useLive } from '../contexts/live.js'
import { senderOf } from '../hooks/typing/senders.js'
import { useTyping } from '../hooks/useTyping.js'

export interface TypingIndicatorProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  readonly conversationId: number | string
  /** Somebody else who is left out; this page's own user always is. */
  readonly currentUserId?: number
  /** Names that are said; the others are counted. Default 3. */
  readonly maxDisplayUsers?: number
  readonly showAvatars?: boolean
  /** Keeps its room while nobody types, so that nothing moves. Default `true`. */
  readonly reserveSpace?: boolean
  /** Announces that somebody began to type. Default `true`. */
  readonly announce?: boolean
  /** Not while the user is typing themselves. Default `true`. */
  readonly quiet?: boolean
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<TypingLabels>
  readonly slotProps?: SlotProps<'dots' | 'avatars' | 'text'>
}

/** Who else is typing. */
const TypingIndicator = forwardRef<HTMLDivElement, TypingIndicatorProps>(function TypingIndicator(
  {
    conversationId,
    currentUserId,
    maxDisplayUsers = 3,
    showAvatars = false,
    reserveSpace = true,
    announce = true,
    quiet = true,
    locale: ownLocale,
    labels: ownLabels,
    slotProps,
    className,
    ...rest
  },
  ref,
) {
  const { typingUsers } = useTyping(conversationId)
  const sender = senderOf(useLive())
  const { labels, locale } = useI18n('typing', typingLabels, { locale: ownLocale, labels: ownLabels })
  const users = useShownTypists(typingUsers, conversationId).filter(({ userId }) => userId !== currentUserId)
  const names = users.map(({ username }) => username)
  const sentence = typingSentence(names, maxDisplayUsers, labels, locale)
  const isBusy = useCallback(() => quiet && sender.isTyping(), [quiet, sender])
  useTypingNews(textOf(sentence), isBusy, announce)

  return (
    <div
      {...rest}
      ref={ref}
      className={className ? `pl-typing ${className}` : 'pl-typing'}
      data-pl-part="root"
      data-typing={users.length > 0}
      data-reserved={reserveSpace}
    >
      {users.length > 0 && (
        <>
          <span {...slot('dots', 'pl-typing-dots', slotProps)} aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          {showAvatars && (
            <span {...slot('avatars', 'pl-typing-avatars', slotProps)} aria-hidden="true">
              {users.slice(0, Math.max(1, maxDisplayUsers)).map(({ userId, username }) => (
                <bdi key={userId} className="pl-typing-avatar">
                  {initialsOf(username)}
                </bdi>
              ))}
            </span>
          )}
          <span {...slot('text', 'pl-typing-text', slotProps)}>
            {sentence.before !== '' && <span className="pl-typing-verb">{sentence.before}</span>}
            <span className="pl-typing-names">
              {sentence.names.map(({ text, isName }, n) =>
                // The parts of one sentence have no other name than their place.
                // oxlint-disable-next-line react/no-array-index-key
                isName ? <bdi key={n}>{text}</bdi> : text,
              )}
            </span>
            {sentence.after !== '' && <span className="pl-typing-verb">{sentence.after}</span>}
          </span>
        </>
      )}
    </div>
  )
})

export default TypingIndicator

export { TypingInput } from './typing/TypingInput.js'
export type { TypingInputProps } from './typing/TypingInput.js'
export { TypingTextArea } from './typing/TypingTextArea.js'
export type { TypingTextAreaProps } from './typing/TypingTextArea.js'
export { useTypingField } from './typing/useTypingField.js'
export type { TypingField, TypingFieldOptions } from './typing/useTypingField.js'
