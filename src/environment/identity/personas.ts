/**
 * The people of the demonstration: eight agencies, an auditor, an administrator. All invented, and said so by their names.
 * They exist only where `seedPersonas` was called, on an embedded demonstration database, and sign in by one press instead
 * of a password, which they do not have; on any other site a demonstration account cannot sign in.
 */
import { type Bilingual, DomainError } from '../../base/public.ts'
import type { Tx } from '../../store/public.ts'
import { appendIdentityFacts } from './facts.ts'
import type { PersonaView, Purpose, Role } from './model.ts'
import { ensureSystemPosts, namedUuid, systemPostOf } from './posts.ts'

export type Persona = {
  login: string
  agencyId: string
  officer: Bilingual
  post: Bilingual
  roles: readonly Role[]
  purposes: readonly [Purpose, ...Purpose[]]
  /** The question that this person's first page answers. */
  question: Bilingual
}

export const PERSONAS: readonly Persona[] = [
  {
    login: 'demo.duty',
    agencyId: 'port_office',
    officer: { zh: '演示·陈知远', en: 'Demo Chen Zhiyuan' },
    post: { zh: '口岸办 值班长', en: 'Duty officer, port office' },
    roles: ['duty_officer'],
    purposes: ['port_security'],
    question: { zh: '今天与平常有何不同，什么已经超时？', en: 'What differs from a usual day, and what is overdue?' },
  },
  {
    login: 'demo.customs',
    agencyId: 'customs',
    officer: { zh: '演示·顾昀', en: 'Demo Gu Yun' },
    post: { zh: '海关风控 研判员', en: 'Risk analyst, customs' },
    roles: ['analyst', 'duty_officer', 'data_officer'],
    purposes: ['port_security', 'law_enforcement'],
    question: { zh: '哪些申报现在需要人看，为什么？', en: 'Which declarations need a person now, and why?' },
  },
  {
    login: 'demo.quarantine',
    agencyId: 'customs',
    officer: { zh: '演示·沈若水', en: 'Demo Shen Ruoshui' },
    post: { zh: '海关卫生检疫 官员', en: 'Health quarantine officer, customs' },
    roles: ['officer', 'duty_officer'],
    purposes: ['health_quarantine', 'port_security'],
    question: { zh: '哪些任务轮到我，什么时限，依据哪一条？', en: 'Which tasks are mine, by when, on which article?' },
  },
  {
    login: 'demo.cdc',
    agencyId: 'health_cdc',
    officer: { zh: '演示·白予安', en: 'Demo Bai Yu’an' },
    post: { zh: '疾控 值班员', en: 'Duty officer, disease control' },
    roles: ['duty_officer', 'officer'],
    purposes: ['health_quarantine', 'port_security'],
    question: { zh: '口岸有什么要我们接手？', en: 'What at the port is ours to take over?' },
  },
  {
    login: 'demo.nia',
    agencyId: 'nia',
    officer: { zh: '演示·韩北辰', en: 'Demo Han Beichen' },
    post: { zh: '边检 值班员', en: 'Duty officer, immigration inspection' },
    roles: ['duty_officer', 'officer'],
    purposes: ['port_security', 'law_enforcement'],
    question: { zh: '哪些预警我们还没有确认？', en: 'Which warnings have we not acknowledged?' },
  },
  {
    login: 'demo.msa',
    agencyId: 'msa',
    officer: { zh: '演示·江澜', en: 'Demo Jiang Lan' },
    post: { zh: '海事 指挥员', en: 'Commander, maritime safety' },
    roles: ['commander', 'duty_officer'],
    purposes: ['port_security'],
    question: { zh: '下一个决定是什么，缺什么？', en: 'What is my next decision, and what is missing?' },
  },
  {
    login: 'demo.terminal',
    agencyId: 'port_operator',
    officer: { zh: '演示·罗作舟', en: 'Demo Luo Zuozhou' },
    post: { zh: '码头 调度员', en: 'Dispatcher, terminal operator' },
    roles: ['officer'],
    purposes: ['port_security'],
    question: { zh: '码头上现在要我们做什么？', en: 'What must we do on the quay now?' },
  },
  {
    login: 'demo.police',
    agencyId: 'public_security',
    officer: { zh: '演示·秦守正', en: 'Demo Qin Shouzheng' },
    post: { zh: '公安 值班员', en: 'Duty officer, police' },
    roles: ['duty_officer', 'officer'],
    purposes: ['port_security', 'law_enforcement'],
    question: { zh: '哪些处置要我们到场？', en: 'Which incidents need us on site?' },
  },
  {
    login: 'demo.lab',
    agencyId: 'lab',
    officer: { zh: '演示·叶知秋', en: 'Demo Ye Zhiqiu' },
    post: { zh: '实验室 检测员', en: 'Analyst, laboratory' },
    roles: ['analyst', 'officer'],
    purposes: ['port_security', 'health_quarantine'],
    question: { zh: '哪些样品在等结果，最晚何时？', en: 'Which samples await a result, and by when?' },
  },
  {
    login: 'demo.auditor',
    agencyId: 'port_office',
    officer: { zh: '演示·严明', en: 'Demo Yan Ming' },
    post: { zh: '审计员', en: 'Auditor' },
    roles: ['auditor'],
    purposes: ['audit'],
    question: { zh: '谁做了什么、看了什么，能否证明？', en: 'Who did and saw what, and can it be proven?' },
  },
  {
    login: 'demo.admin',
    agencyId: 'port_office',
    officer: { zh: '演示·管一岚', en: 'Demo Guan Yilan' },
    post: { zh: '系统管理员', en: 'System administrator' },
    roles: ['administrator'],
    purposes: ['administration'],
    question: { zh: '谁有账号，在哪个岗位？', en: 'Who has an account, at which post?' },
  },
]

export const personaPostId = (login: string): string => namedUuid(`persona post ${login}`)
export const personaAccountId = (login: string): string => namedUuid(`persona account ${login}`)

/**
 * Has this site accounts of real people and was never a demonstration? Then it must not become one by a start that forgot
 * to say so. As owner or auth.
 */
export const isRealSite = async (tx: Pick<Tx, 'query'>): Promise<boolean> => {
  const [row] = await tx.query<{ real: boolean }>('select count(*) > 0 and not bool_or(demo) as real from account')
  return row!.real === true
}

/**
 * Puts members, posts and accounts of the demonstration in place, as owner, in the caller's transaction. Safe to repeat.
 * @throws DomainError `conflict` on a site of real people; Error where reference data with the agencies are missing
 */
export const seedPersonas = async (tx: Tx, at: Date): Promise<void> => {
  if (await isRealSite(tx))
    throw new DomainError('conflict', {
      zh: '本站点已有正式账号，不能打开演示；请用 npm start -- --empty 启动。',
      en: 'This site has accounts of its own and cannot open the demonstration; start it with: npm start -- --empty',
    })
  const agencies = [...new Set(PERSONAS.map((persona) => persona.agencyId))]
  const present = await tx.query(
    'select app.put_agency(agency_id, zh, en, type, true) from agency where agency_id = any ($1)',
    [agencies],
  )
  if (present.length !== agencies.length) throw new Error('load the reference data with the agencies first')
  await ensureSystemPosts(tx)
  for (const persona of PERSONAS) {
    const postId = personaPostId(persona.login)
    const accountId = personaAccountId(persona.login)
    await tx.query('select app.put_post($1, $2, $3, $4, $5, $6, true)', [
      postId,
      persona.agencyId,
      persona.post.zh,
      persona.post.en,
      [...persona.roles],
      [...persona.purposes],
    ])
    const isNew = await tx.change(
      'insert into account (account_id, login, demo) values ($1, $2, true) on conflict do nothing',
      [accountId, persona.login],
    )
    if (isNew === 0) continue
    await tx.query('insert into officer (account_id, zh, en) values ($1, $2, $3)', [
      accountId,
      persona.officer.zh,
      persona.officer.en,
    ])
    await tx.query('insert into account_post (account_id, post_id) values ($1, $2)', [accountId, postId])
    await appendIdentityFacts(tx, { postId: systemPostOf(persona.agencyId), accountId: null }, at, [
      {
        act: 'account.created',
        object: `account/${accountId}`,
        payload: { demo: true, posts: [postId] },
        agencyId: persona.agencyId,
      },
    ])
  }
}

/** Personas that can sign in now, in their order, with the agency's own name. As auth. */
export const listPersonas = async (tx: Pick<Tx, 'query'>): Promise<PersonaView[]> => {
  const rows = await tx.query<{ login: string; agency_id: string; zh: string; en: string }>(
    `select a.login, g.agency_id, g.zh, g.en
       from account a join app.account_post_now n using (account_id) join agency g on g.agency_id = n.agency_id
      where a.demo and a.disabled_at is null`,
  )
  return PERSONAS.flatMap((persona) => {
    const row = rows.find((one) => one.login === persona.login && one.agency_id === persona.agencyId)
    if (!row) return []
    const { login, officer, post, question } = persona
    return [{ login, officer, post, agency: { id: row.agency_id, zh: row.zh, en: row.en }, question }]
  })
}
