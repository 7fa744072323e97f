import { useRef, useState } from 'react'
import { useParams } from 'react-router'
import type { Incident } from '../../../../src/actions/respond/model.ts'
import { ErrorState, Loading, Page, useText } from '../../../kit/public.ts'
import { RoomHead } from './room-head.tsx'
import { useRoomTab } from './room-tabs.tsx'
import { text } from './text.ts'
import { useIncident } from './use-incidents.ts'
import '../warnings/warnings.css'
import './tasks.css'
import './room.css'

/** Commander, officers: what must I do next, by when, on what basis; what blocks us? */
const Room = () => {
  const { id = '' } = useParams()
  return <OneRoom key={id} id={id} />
}

export default Room

const OneRoom = ({ id }: { id: string }) => {
  const t = useText(text)
  const query = useIncident(id)
  if (query.data === undefined)
    return (
      <Page title={t('title')}>
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Loading />}
      </Page>
    )
  return <LoadedRoom incident={query.data} />
}

const LoadedRoom = ({ incident }: { incident: Incident }) => {
  const [closing, setClosing] = useState(false)
  const top = useRef<HTMLDivElement>(null)
  const { show: Shown } = useRoomTab()
  const openClose = () => {
    setClosing(true)
    top.current?.scrollIntoView({ block: 'start' })
  }
  return (
    <div ref={top} className="tg-room">
      <RoomHead incident={incident} closing={closing} onClosing={setClosing}>
        <Shown incident={incident} onClose={openClose} />
      </RoomHead>
    </div>
  )
}
