/** Words for the codes of the duty matrix. */
import { useBilingual } from '../../../kit/public.ts'
import { useReference } from '../../api/public.ts'

/** The word for a code of one of the vocabularies; nothing while they are on their way, and the code where they do not know it. */
export const useWord = (
  vocabulary: 'places' | 'phases' | 'units' | 'verifications' | 'deadlineKinds',
): ((id: string) => string) => {
  const { data } = useReference()
  const b = useBilingual()
  return (id) => {
    if (!data) return ''
    const found = data[vocabulary].find((one) => one.id === id)
    return found ? b(found) : id
  }
}
