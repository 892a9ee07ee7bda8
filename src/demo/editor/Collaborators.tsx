import { useDraftCollaborators } from 'pitchey-live'
import { useId } from 'react'
import { PEOPLE, type Person } from '../cast.js'

/** Whom the owner has let in. Who is taken out is told at once. */
export function Collaborators({ draftId, owner }: { draftId: string; owner: Person }) {
  const heading = useId()
  const { userIds, status, setCollaborators, isSetting, setError } = useDraftCollaborators(draftId)
  const set = (next: readonly number[]) => {
    setCollaborators(next).catch(() => undefined) // it is in `setError`
  }
  return (
    <section className="collaborators" aria-labelledby={heading}>
      <h3 id={heading}>Who else may edit</h3>
      <ul>
        {PEOPLE.filter(({ userId }) => userId !== owner.userId).map(({ userId, username }) => {
          const isIn = userIds.includes(userId)
          return (
            <li key={userId}>
              {username}{' '}
              <button
                type="button"
                className="quiet"
                disabled={isSetting || status !== 'success'}
                onClick={() => set(isIn ? userIds.filter((one) => one !== userId) : [...userIds, userId])}
              >
                {isIn ? 'Take' : 'Let'} <span className="unseen">{username} </span>
                {isIn ? 'out' : 'in'}
              </button>
            </li>
          )
        })}
      </ul>
      {status === 'error' && <p role="alert">Who may edit is not known: the server does not answer.</p>}
      {setError && <p role="alert">It is as it was: {setError.message}</p>}
    </section>
  )
}
