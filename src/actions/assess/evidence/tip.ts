/** Tips of the public. Who reported is in the vault and in no rule. */
import { FINDINGS } from './inspection.ts'
import { type EvidenceKind, field } from './model.ts'

export const tip: EvidenceKind = {
  kind: 'tip',
  zh: '公众线索',
  en: 'public tip',
  fields: {
    channel: field('code', '渠道', 'Channel', {
      codes: {
        phone: { zh: '电话', en: 'telephone' },
        web: { zh: '网站', en: 'web' },
        social: { zh: '社交媒体', en: 'social media' },
        counter: { zh: '窗口', en: 'counter' },
        letter: { zh: '来信', en: 'letter' },
      },
    }),
    category: field('code', '类别', 'Category', {
      required: true,
      codes: {
        ...FINDINGS,
        illness: { zh: '疾病', en: 'illness' },
        pollution: { zh: '污染', en: 'pollution' },
        stowaway: { zh: '偷渡', en: 'stowaway' },
        cyber: { zh: '网络安全', en: 'cyber security' },
        security: { zh: '治安保卫', en: 'security' },
        rumour: { zh: '传言', en: 'rumour' },
      },
    }),
    text: field('text', '内容', 'Text'),
    location: field('text', '位置', 'Location'),
    container: field('code', '箱号', 'Container'),
    imo: field('code', 'IMO 编号', 'IMO number'),
  },
  derive: () => ({}),
}
