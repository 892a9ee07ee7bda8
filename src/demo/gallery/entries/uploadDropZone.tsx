import { UploadDropZone, UploadProgressList } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { scenes } from '../stage/scenes.js'

function Files() {
  return <UploadDropZone />
}

function OneVideo() {
  return <UploadDropZone accept="video/*" multiple={false} />
}

function Closed() {
  return <UploadDropZone disabled />
}

function FilesAndList() {
  return (
    <>
      <UploadDropZone />
      <UploadProgressList position="relative" />
    </>
  )
}

export const uploadDropZone: Entry = {
  name: 'UploadDropZone',
  about: 'A button to choose files, with room around it to drop them. What becomes of them, a list or a badge tells.',
  examples: { Files, OneVideo, Closed, FilesAndList },
  cards: [
    { title: 'Ready', scene: () => scenes.empty() },
    { title: 'One video', example: 'OneVideo', scene: () => scenes.empty() },
    { title: 'Disabled', example: 'Closed', scene: () => scenes.empty() },
    {
      title: 'Above a list, Empty',
      example: 'FilesAndList',
      scene: () => scenes.empty(),
      hint: 'Nobody here takes files: one that is chosen is tried again and again, and can be paused or cancelled.',
    },
    {
      title: 'Above a list, Offline',
      example: 'FilesAndList',
      scene: () => scenes.offline({}),
      hint: 'A file that is chosen waits for the network.',
    },
  ],
}
