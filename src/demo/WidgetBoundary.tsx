import { Component, type ReactNode } from 'react'

interface Props {
  /** What stands here, for the words that replace it. */
  readonly name: string
  readonly children: ReactNode
}

/** A widget that throws takes down nothing beside it. A class, because React offers boundaries in no other form. */
export class WidgetBoundary extends Component<Props, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { name, children } = this.props
    const { error } = this.state
    if (!error) return children
    return (
      <div className="broken" role="alert">
        <p>
          {name} stopped working: {error.message}
        </p>
        <button type="button" onClick={() => this.setState({ error: null })}>
          Show it again
        </button>
      </div>
    )
  }
}
