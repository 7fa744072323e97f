/** Who acts in the cell, and how a rule refuses. Pure. */
import { forbidden } from '../../base/public.ts'

export const NOT_A_PERSON = forbidden(
  '须由在岗人员本人办理，接口程序不能签署。',
  'A named officer must do this; a machine cannot sign.',
)
