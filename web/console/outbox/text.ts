import { defineText } from '../../kit/i18n.ts'

/** Words of notes that wait on this device. */
export const text = defineText({
  zh: {
    waitingOffline: '离线。{count} 条记录已存在本机，联网后按书写时间发送。',
    waitingSending: '{count} 条记录已存在本机，正在发送。',
    signedOut: '本机有 {count} 条记录待发送，由写下它的岗位登录后发送。',
    ofOthers: '本机另有 {count} 条其他岗位写下的记录，待其登录后发送。',
    refused: '这条记录没有被接收，仍存在本机',
    why: '原因：{why}',
    writtenAt: '写于',
    copy: '复制文字',
    discard: '丢弃',
    list: '待发送的记录',
  },
  en: {
    waitingOffline: {
      one: 'Offline. {count} note is kept on this device and will be sent with the time it was written.',
      other: 'Offline. {count} notes are kept on this device and will be sent with the time they were written.',
    },
    waitingSending: {
      one: '{count} note is kept on this device and is being sent.',
      other: '{count} notes are kept on this device and are being sent.',
    },
    signedOut: {
      one: '{count} note waits on this device; it is sent once the post that wrote it signs in.',
      other: '{count} notes wait on this device; they are sent once the post that wrote them signs in.',
    },
    ofOthers: {
      one: '{count} note of another post waits on this device until it signs in.',
      other: '{count} notes of other posts wait on this device until they sign in.',
    },
    refused: 'This note was not taken and is still on this device',
    why: 'Reason: {why}',
    writtenAt: 'written',
    copy: 'Copy the text',
    discard: 'Discard',
    list: 'Notes that wait',
  },
})
