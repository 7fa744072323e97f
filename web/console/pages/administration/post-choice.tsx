import { Select } from 'antd'
import type { PostRow } from '../../../../src/environment/identity/model.ts'
import { useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'
import { usePosts } from './use-administration.ts'

/** Passed on by `Field`. */
type Control = {
  id?: string
  'aria-invalid'?: boolean | undefined
  'aria-describedby'?: string | undefined
  'aria-required'?: boolean | undefined
}

export const usePostOptions = () => {
  const b = useBilingual()
  const t = useText(text)
  const rows = usePosts().data?.rows ?? []
  return rows
    .filter((post) => post.active)
    .map((post) => optionOf(post, [b(post.agency), b(post)].join(t('separator'))))
}

const optionOf = (post: PostRow, label: string) => ({
  value: post.id,
  label,
  words: `${post.zh} ${post.en} ${post.agency.zh} ${post.agency.en}`.toLowerCase(),
})

/** Found by either language's name of the post or its agency. */
const showSearch = {
  filterOption: (input: string, option: unknown) =>
    String((option as { words?: string } | undefined)?.words ?? '').includes(input.trim().toLowerCase()),
}

export const PostsChoice = ({
  value,
  onChange,
  ...control
}: Control & { value: string[]; onChange: (ids: string[]) => void }) => {
  const t = useText(text)
  return (
    <Select<string[]>
      {...control}
      mode="multiple"
      showSearch={showSearch}
      placeholder={t('postsPick')}
      notFoundContent={t('postsNoMatch')}
      options={usePostOptions()}
      value={value}
      onChange={onChange}
    />
  )
}

export const PostChoice = ({
  value,
  onChange,
  ...control
}: Control & { value: string | null; onChange: (id: string) => void }) => {
  const t = useText(text)
  return (
    <Select<string>
      {...control}
      showSearch={showSearch}
      placeholder={t('postsPick')}
      notFoundContent={t('postsNoMatch')}
      options={usePostOptions()}
      value={value}
      onChange={onChange}
    />
  )
}
