import { useId, type ReactNode } from 'react'
import './editor.css'
import { FIELDS, GENRES, problemsOf, type PitchContent } from './pitchContent.js'

interface Props {
  readonly value: PitchContent
  readonly onChange: (value: PitchContent) => void
  readonly isReadOnly?: boolean
}

/** The form of a pitch: all that it shows is what the draft holds. */
export function PitchFields({ value, onChange, isReadOnly = false }: Props) {
  const id = useId()
  const problems = problemsOf(value)
  const change = (changed: Partial<PitchContent>) => onChange({ ...value, ...changed })
  const field = (name: keyof PitchContent) => ({
    id: `${id}${name}`,
    readOnly: isReadOnly,
    ...(problems[name] ? { 'aria-invalid': true, 'aria-describedby': `${id}${name}-problem` } : {}),
  })
  const around = (name: keyof PitchContent, control: ReactNode) => (
    <div className="field">
      <label htmlFor={`${id}${name}`}>{FIELDS[name]}</label>
      {control}
      {problems[name] && (
        <p className="problem" id={`${id}${name}-problem`}>
          {problems[name]}
        </p>
      )}
    </div>
  )
  const genres = [...new Set([...GENRES, ...value.genres])]
  return (
    <div className="pitch-fields">
      {around(
        'title',
        <input
          {...field('title')}
          value={value.title}
          maxLength={140}
          required
          autoComplete="off"
          onChange={({ target }) => change({ title: target.value })}
        />,
      )}
      {around(
        'logline',
        <input
          {...field('logline')}
          value={value.logline}
          maxLength={140}
          autoComplete="off"
          onChange={({ target }) => change({ logline: target.value })}
        />,
      )}
      <fieldset className="field">
        <legend>{FIELDS.genres}</legend>
        <div className="genres">
          {genres.map((genre) => (
            <label key={genre}>
              <input
                type="checkbox"
                checked={value.genres.includes(genre)}
                disabled={isReadOnly}
                onChange={({ target }) =>
                  change({
                    genres: target.checked ? [...value.genres, genre] : value.genres.filter((one) => one !== genre),
                  })
                }
              />
              {genre}
            </label>
          ))}
        </div>
      </fieldset>
      {around(
        'budget',
        <input
          {...field('budget')}
          type="number"
          min={0}
          step="any"
          value={value.budget ?? ''}
          onChange={({ target }) => change({ budget: target.value === '' ? null : target.valueAsNumber })}
        />,
      )}
      {around(
        'synopsis',
        <textarea
          {...field('synopsis')}
          rows={8}
          value={value.synopsis}
          onChange={({ target }) => change({ synopsis: target.value })}
        />,
      )}
    </div>
  )
}
