/** What `ledger verify` can find wrong, each with what it means in both languages and where it is. */
import type { Bilingual } from '../base/public.ts'

const MEANING = {
  'row-changed': { zh: '当前记录与其最后一次事实不符', en: 'a row is not what its last fact recorded' },
  'row-removed': { zh: '事实所述的记录已不存在', en: 'a row that a fact recorded is gone' },
  'row-unproven': { zh: '记录没有对应的事实', en: 'a row has no fact in the ledger' },
  'row-rolled-back': { zh: '记录被退回到较早的状态', en: 'a row was put back to an earlier state' },
  'access-widened': { zh: '有人能看到没有依据可看的内容', en: 'somebody can see what no agreement opens' },
  'access-narrowed': { zh: '有人看不到按协议应看到的内容', en: 'somebody cannot see what an agreement opens' },
  'opening-altered': { zh: '信封或内容被更改或调换', en: 'an envelope or payload was changed or swapped' },
  'opening-missing': { zh: '信封已丢失', en: 'the envelope of an entry is missing' },
  'erased-without-entry': { zh: '内容被删除，却没有删除记录', en: 'a payload is gone and no erased entry names it' },
  'opening-without-entry': { zh: '开封数据没有对应的条目', en: 'an opening belongs to no entry' },
  'entry-altered': { zh: '条目被更改', en: 'an entry was altered' },
  'entry-removed': { zh: '条目被删除', en: 'an entry was removed' },
  'entry-moved': { zh: '条目的次序被更改', en: 'an entry was moved to another place' },
  'entry-inserted': { zh: '过去的条目中被插入一条', en: 'an entry was inserted into the past' },
  'leaf-repeated': { zh: '同一条目出现两次', en: 'the same leaf stands twice' },
  'index-altered': { zh: '索引被更改', en: 'the index was altered' },
  'bundle-altered': { zh: '条目包被更改', en: 'a bundle was altered' },
  'tile-altered': { zh: '哈希块被更改', en: 'a tile was altered' },
  'root-altered': { zh: '树根被更改', en: 'a stored root was altered' },
  'checkpoint-altered': { zh: '检查点无效', en: 'a checkpoint does not verify' },
  'checkpoint-rolled-back': { zh: '检查点被退回', en: 'the checkpoint was rolled back' },
  'history-rewritten': { zh: '历史与已签署的检查点不符', en: 'the history is not the one that was signed' },
} as const satisfies Record<string, Bilingual>

export type FaultKind = keyof typeof MEANING
export type Fault = { kind: FaultKind; zh: string; en: string; where: string; seq?: number }

/** Faults of one kind beyond this number are counted, not listed. */
const LISTED = 50

export type FaultList = {
  add(kind: FaultKind, where: string, seq?: number): void
  readonly faults: Fault[]
  readonly counts: Partial<Record<FaultKind, number>>
}

export const faultList = (): FaultList => {
  const faults: Fault[] = []
  const counts: Partial<Record<FaultKind, number>> = {}
  return {
    faults,
    counts,
    add: (kind, where, seq) => {
      counts[kind] = (counts[kind] ?? 0) + 1
      if (counts[kind] > LISTED) return
      const at = seq === undefined ? '' : ` (#${seq})`
      faults.push({
        kind,
        zh: `${MEANING[kind].zh}：${where}${at}`,
        en: `${MEANING[kind].en}: ${where}${at}`,
        where,
        ...(seq === undefined ? {} : { seq }),
      })
    },
  }
}
