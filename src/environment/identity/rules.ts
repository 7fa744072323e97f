/** Rules of administration, pure: who may hold what together, and that a site never loses its last administrator. */
import { DomainError, invalid } from '../../base/public.ts'

/** @param others administrators besides this one who can sign in. @throws `conflict` */
export const refuseLastAdministrator = (isAdministrator: boolean, others: number): void => {
  if (isAdministrator && others === 0)
    throw new DomainError(
      'conflict',
      {
        zh: '这是最后一名能登录的系统管理员，不能停用或撤岗；请先设立另一名。',
        en: 'This is the last administrator who can sign in and cannot be disabled or moved; appoint another first.',
      },
      { reason: 'last_administrator' },
    )
}

/**
 * Whoever checks does not manage, and neither works on content at the same post: the purposes of audit and administration
 * go with exactly these roles (separation of duties). @throws `invalid`
 */
export const refusePost = (roles: readonly string[], purposes: readonly string[]): void => {
  const alone = (role: string, purpose: string, zh: string, en: string): void => {
    const has = roles.includes(role)
    if (has && (roles.length > 1 || purposes.length > 1 || purposes[0] !== purpose)) throw invalid('roles', zh, en)
    if (!has && purposes.includes(purpose)) throw invalid('purposes', zh, en)
  }
  alone(
    'auditor',
    'audit',
    '审计角色须单独设岗，用途只能是审计。',
    'The role of auditor stands alone at a post, with the purpose of audit only.',
  )
  alone(
    'administrator',
    'administration',
    '系统管理员角色须单独设岗，用途只能是系统管理。',
    'The role of administrator stands alone at a post, with the purpose of administration only.',
  )
  if (roles.includes('system'))
    throw invalid('roles', '系统角色不能授予岗位。', 'The system role is not given to posts of people.')
}
