import { useState } from 'react'

/** Code to read, and to take along. */
export function Code({ code, name }: { readonly code: string; readonly name: string }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no')
  const copy = () =>
    void navigator.clipboard.writeText(code).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    )
  return (
    <div className="code">
      <pre>
        <code>{code.trimEnd()}</code>
      </pre>
      <button type="button" className="quiet" aria-label={`Copy the code of ${name}`} onClick={copy}>
        {copied === 'yes' ? 'Copied' : 'Copy'}
      </button>
      <output className="unseen">{copied === 'yes' && 'Copied'}</output>
      {copied === 'refused' && <p className="hint">The browser does not let this page copy.</p>}
    </div>
  )
}
