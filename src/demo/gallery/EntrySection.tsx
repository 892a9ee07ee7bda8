import { Code } from './Code.js'
import { codeOf } from './codeOf.js'
import type { Entry } from './entry.js'
import { sourceOf } from './sources.js'
import { StateCard } from './StateCard.js'
import type { Switches } from './switches.js'

interface Props {
  /** In the table. */
  readonly id: string
  readonly entry: Entry
  readonly switches: Switches
}

/** A component in all its states, beside the code that shows it. */
export function EntrySection({ id, entry, switches }: Props) {
  const { name, about, examples, cards } = entry
  const [first = ''] = Object.keys(examples)
  return (
    <section className="entry" id={name} aria-labelledby={`${name}-heading`}>
      <header>
        <h2 id={`${name}-heading`}>{name}</h2>
        <p>{about}</p>
      </header>
      <div className="codes">
        {Object.keys(examples).map((example) => (
          <Code key={example} name={`${name}, ${example}`} code={codeOf(sourceOf(id), example)} />
        ))}
      </div>
      <div className="cards" data-width={switches.width}>
        {cards.map((card) => {
          const example = examples[card.example ?? first]
          return example && <StateCard key={card.title} name={name} card={card} example={example} switches={switches} />
        })}
      </div>
    </section>
  )
}
