import { Choice } from '../Choice.js'
import { THEMES } from '../theme.js'
import type { Switches } from './switches.js'

interface Props {
  readonly switches: Switches
  readonly change: (change: Partial<Switches>) => void
}

export function SwitchBoard({ switches, change }: Props) {
  const { theme, language, direction, width, text, motion, play } = switches
  return (
    <div className="switches">
      <Choice
        label="Events, one a second"
        options={[
          ['off', 'Off'],
          ['on', 'On'],
        ]}
        value={play}
        onChange={(play) => change({ play })}
      />
      <Choice label="Theme" options={THEMES} value={theme} onChange={(theme) => change({ theme })} />
      <Choice
        label="Language"
        options={[
          ['en', 'English'],
          ['de', 'German'],
          ['ar', 'Arabic'],
        ]}
        value={language}
        onChange={(language) => change({ language })}
      />
      <Choice
        label="Direction"
        options={[
          ['auto', 'Its own'],
          ['ltr', 'LTR'],
          ['rtl', 'RTL'],
        ]}
        value={direction}
        onChange={(direction) => change({ direction })}
      />
      <Choice
        label="Width of the cards"
        options={[
          ['full', 'Full'],
          ['480', '480'],
          ['320', '320'],
        ]}
        value={width}
        onChange={(width) => change({ width })}
      />
      <Choice
        label="Size of text"
        options={[
          ['100', '100 %'],
          ['200', '200 %'],
        ]}
        value={text}
        onChange={(text) => change({ text })}
      />
      <Choice
        label="Motion"
        options={[
          ['full', 'As set'],
          ['still', 'None'],
        ]}
        value={motion}
        onChange={(motion) => change({ motion })}
      />
    </div>
  )
}
