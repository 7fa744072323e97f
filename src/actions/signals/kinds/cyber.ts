/** An alert about a system that the port works with: what happened, how bad, whether the service still stands. */
import { column, type Words } from './column.ts'
import type { Kind } from './kind.ts'
import { beginning, dotted, figure, headed, said } from './phrases.ts'

const SYSTEMS: Words = {
  tos: { zh: '码头操作系统', en: 'terminal operating system' },
  gate: { zh: '闸口', en: 'gate' },
  single_window: { zh: '单一窗口', en: 'single window' },
  crane: { zh: '岸桥场桥', en: 'crane' },
  ot: { zh: '作业控制', en: 'operational technology' },
  email: { zh: '邮件', en: 'e-mail' },
  network: { zh: '网络', en: 'network' },
  gnss: { zh: '卫星导航', en: 'satellite navigation' },
  other: { zh: '其他系统', en: 'other system' },
}

const TYPES: Words = {
  ransomware: { zh: '勒索软件', en: 'ransomware' },
  encryption: { zh: '文件被加密', en: 'encryption' },
  intrusion: { zh: '入侵', en: 'intrusion' },
  scan: { zh: '扫描探测', en: 'scan' },
  exfiltration: { zh: '数据外传', en: 'exfiltration' },
  forgery: { zh: '单证伪造', en: 'forgery' },
  spoofing: { zh: '欺骗信号', en: 'spoofing' },
  outage: { zh: '中断', en: 'outage' },
  malware: { zh: '恶意程序', en: 'malware' },
  phishing: { zh: '钓鱼', en: 'phishing' },
}

const STATES: Words = {
  normal: { zh: '正常', en: 'normal' },
  degraded: { zh: '降级', en: 'degraded' },
  down: { zh: '停止', en: 'down' },
}

export const CYBER: Kind = {
  id: 'cyber',
  zh: '网络告警',
  en: 'cyber alert',
  number: { zh: '告警编号', en: 'Alert number', names: ['alert no', 'alert id'] },
  personsIn: 'party',
  columns: [
    column('system', 'choice', {
      zh: '系统',
      en: 'System',
      required: true,
      names: ['受影响系统'],
      values: SYSTEMS,
      group: 'system',
      subject: 'system',
    }),
    column('alertType', 'choice', {
      zh: '告警类型',
      en: 'Type of alert',
      required: true,
      names: ['类型', 'alert type'],
      values: TYPES,
      group: 'system',
    }),
    column('severity', 'number', {
      zh: '严重程度',
      en: 'Severity',
      min: 0,
      max: 10,
      group: 'system',
      hint: { zh: '0 至 10', en: '0 to 10' },
    }),
    column('serviceState', 'choice', {
      zh: '服务状态',
      en: 'State of service',
      names: ['状态', 'service state'],
      values: STATES,
      group: 'system',
    }),
    column('hosts', 'number', {
      zh: '受影响主机',
      en: 'Hosts affected',
      names: ['主机数', 'hosts'],
      whole: true,
      group: 'system',
    }),
    column('note', 'text', { zh: '说明', en: 'Note', names: ['备注'], group: 'system' }),
  ],
  title: (body) => headed('网络告警', 'Cyber', said(body, 'system', SYSTEMS), said(body, 'alertType', TYPES)),
  detail: (body) =>
    dotted(
      figure(body, 'severity', '严重程度 ', 'severity ', { zh: '／10', en: ' of 10' }),
      figure(body, 'hosts', '主机 ', 'hosts ', { zh: ' 台', en: '' }),
      said(body, 'serviceState', {
        normal: { zh: '服务正常', en: 'service normal' },
        degraded: { zh: '服务降级', en: 'service degraded' },
        down: { zh: '服务停止', en: 'service down' },
      }),
      beginning(body, 'note'),
    ),
}
