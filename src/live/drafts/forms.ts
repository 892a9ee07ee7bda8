import type { Content } from './content.js'
import type { Draft, DraftEvent, Told } from './draft.js'
import { editOf, handedOver, newForm, shownTo, turnedTo, type Form as FormState } from './form.js'
import type { ErrorBody } from '../../protocol/errorCodes.js'

/** One form that shows the draft, and what it knows of the server. */
export interface Form {
  /** What it holds now, whole. `false`: it still shows what is another user's, and nothing of that is taken. */
  readonly edit: (content: Content) => boolean
  /** The server's version, as the form's own query has it; `null`: it has none, or none any more. */
  readonly confirm: (version: Told | null) => void
  /** May the draft be read? With what the server said, if not. */
  readonly admit: (refusal: ErrorBody | null) => void
  readonly state: () => FormState
  readonly end: () => void
}

/** The forms of one draft on a page. */
export interface Forms {
  /** @param former the form as it was when it edited another draft, if it may still show that */
  readonly open: (former?: FormState) => Form
  readonly show: (mine: Content) => void
  readonly handOver: (from: string, to: string) => void
  /** Has any passed something, if only nothing? */
  readonly isWritten: () => boolean
}

export interface FormsOptions {
  readonly draft: () => Draft
  readonly take: (event: DraftEvent) => void
  readonly onFirst: () => void
  readonly onRefusal: (refusal: ErrorBody) => void
}

export function createForms({ draft, take, onFirst, onRefusal }: FormsOptions): Forms {
  /** `heard`: the newest revision that its query had. */
  const forms = new Set<{ state: FormState; heard: number }>()
  return {
    open: (former) => {
      const state = shownTo(former ? turnedTo(former) : newForm, draft().mine)
      const form = { state, heard: Number.NEGATIVE_INFINITY }
      forms.add(form)
      return {
        edit: (content) => {
          const { mine, confirmed } = draft()
          const edit = editOf(form.state, content, mine, confirmed?.content)
          if (!edit) return false
          const isFirst = form.state.passed === null
          form.state = edit.form
          take({ is: 'edited', from: edit.from, to: edit.to })
          if (isFirst) onFirst()
          return true
        },
        confirm: (version) => {
          const { heard } = form
          form.heard = version?.revision ?? Number.NEGATIVE_INFINITY
          // A query goes back only when the server counts anew.
          if (version) take({ is: version.revision < heard ? 'began anew' : 'confirmed', version })
        },
        admit: (refusal) => {
          if (refusal) onRefusal(refusal)
          take({ is: 'admitted', isAdmitted: refusal === null })
        },
        state: () => form.state,
        end: () => forms.delete(form),
      }
    },
    show: (mine) => {
      for (const form of forms) form.state = shownTo(form.state, mine)
    },
    handOver: (from, to) => {
      for (const form of forms) {
        form.state = handedOver(form.state, from, to)
        form.heard = Number.NEGATIVE_INFINITY
      }
    },
    isWritten: () => [...forms].some(({ state }) => state.passed !== null),
  }
}
