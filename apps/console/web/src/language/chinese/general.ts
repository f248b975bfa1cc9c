import { type general as english } from '../english/general';

export const general: typeof english = {
  product: '管理控制台',
  administration: '管理',
  live: '实时',
  save: '保存',
  cancel: '取消',
  close: '关闭',
  edit: '编辑',
  remove: '删除',
  back: '返回列表',
  more: '加载更多',
  none: '无',
  every: '全部',
  yes: '是',
  no: '否',
  jobKind: { train: '训练', evaluate: '评估', backfill: '回溯', retain: '数据保留' },
  jobStatus: {
    queued: '排队中',
    active: '运行中',
    cancelling: '正在取消',
    succeeded: '成功',
    failed: '失败',
    cancelled: '已取消',
  },
  drift: { stable: '稳定', watch: '留意', drift: '漂移' },
  version: (number) => `版本 ${number}`,
};
