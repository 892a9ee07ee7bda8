import type { PitchContent } from '../editor/pitchContent.js'

/** What both began with. */
export const BEGINNING: PitchContent = {
  title: 'The Lighthouse Keeper',
  logline: 'A girl who has never left the rock must steer a fleet home.',
  genres: ['Drama'],
  budget: 400_000,
  synopsis: [
    'Mira has grown up on a rock in the northern sea, with a father, a lamp and four hundred stories.',
    'When the keeper falls ill in the worst storm of the century, the lamp goes out.',
    'Forty boats are on their way home, and the only one who knows the water is a girl of twelve.',
    'She begins to talk.',
  ].join(' '),
}

/** What Ana made of it, without knowing of Ben. */
export const ANAS: PitchContent = {
  ...BEGINNING,
  title: 'The Lighthouse Keeper’s Daughter',
  logline: 'A girl who has never left the rock must steer a fleet home by the stories her father told.',
  genres: ['Drama', 'Family'],
  synopsis: BEGINNING.synopsis
    .replace('four hundred stories', 'a story for every boat he ever saved')
    .replace('She begins to talk.', 'Over a crackling radio she tells the fleet the story of the safe way in.'),
}

/** What Ben made of it, without knowing of Ana. */
export const BENS: PitchContent = {
  ...BEGINNING,
  title: 'Forty Boats',
  genres: ['Drama', 'Adventure'],
  budget: 550_000,
  synopsis: BEGINNING.synopsis
    .replace('the worst storm of the century', 'the first storm of the winter')
    .replace('She begins to talk.', 'Mira lights the first of forty lanterns.'),
}
