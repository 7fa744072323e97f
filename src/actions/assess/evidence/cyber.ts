/** Alerts of systems. */
import { type EvidenceKind, field } from './model.ts'

export const cyber: EvidenceKind = {
  kind: 'cyber',
  zh: '网络告警',
  en: 'cyber alert',
  fields: {
    system: field('code', '系统', 'System', {
      required: true,
      codes: {
        tos: { zh: '码头操作系统', en: 'terminal operating system' },
        gate: { zh: '闸口', en: 'gate' },
        single_window: { zh: '单一窗口', en: 'single window' },
        crane: { zh: '岸桥、龙门吊', en: 'crane' },
        ot: { zh: '工控系统', en: 'control system' },
        email: { zh: '邮件', en: 'e-mail' },
        network: { zh: '网络', en: 'network' },
        gnss: { zh: '卫星定位', en: 'satellite positioning' },
        other: { zh: '其他', en: 'other' },
      },
    }),
    alertType: field('code', '告警类型', 'Type of alert', {
      required: true,
      codes: {
        ransomware: { zh: '勒索软件', en: 'ransomware' },
        encryption: { zh: '文件被加密', en: 'files encrypted' },
        intrusion: { zh: '入侵', en: 'intrusion' },
        scan: { zh: '扫描', en: 'scan' },
        exfiltration: { zh: '数据外传', en: 'exfiltration' },
        forgery: { zh: '单证伪造', en: 'forgery' },
        spoofing: { zh: '欺骗', en: 'spoofing' },
        outage: { zh: '中断', en: 'outage' },
        malware: { zh: '恶意程序', en: 'malware' },
        phishing: { zh: '钓鱼', en: 'phishing' },
      },
    }),
    severity: field('number', '严重程度（0–10）', 'Severity (0–10)'),
    hosts: field('number', '受影响主机数', 'Hosts affected'),
    serviceState: field('code', '服务状态', 'State of service', {
      codes: {
        normal: { zh: '正常', en: 'normal' },
        degraded: { zh: '降级', en: 'degraded' },
        down: { zh: '中断', en: 'down' },
      },
    }),
    note: field('text', '说明', 'Note'),
  },
  derive: () => ({}),
}
