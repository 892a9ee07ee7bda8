'use client'

const PATHS = {
  bell: 'M6 9a6 6 0 1 1 12 0c0 4.5 1.6 6 2.5 7h-17C4.4 15 6 13.5 6 9Zm3.5 10.5a2.6 2.6 0 0 0 5 0',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 8v5.5m0-9v.01',
  success: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 12.3l2.8 2.8L16 9.5',
  warning: 'M12 3.8 2.8 19.5h18.4L12 3.8Zm0 6v4.7m0 2.5v.01',
  error: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3L8.3 3ZM12 7.5v5.5m0 3v.01',
  upload: 'M12 15.5V4.5m0 0L7.5 9M12 4.5 16.5 9M4.5 15v4.5h15V15',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6Z',
} as const

/** Drawn in the colour of the text around it; what it means is said in words beside it. */
export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg className="pl-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
