import { defineText } from '../../../kit/i18n.ts'

export const text = defineText({
  zh: {
    title: '没有这个页面',
    words: '地址有误，或你的岗位无权查看。两者看起来相同，这是有意的。',
    back: '回到态势',
  },
  en: {
    title: 'No such page',
    words: 'The address is wrong, or your post may not see it. The two look the same on purpose.',
    back: 'Back to Situation',
  },
})
