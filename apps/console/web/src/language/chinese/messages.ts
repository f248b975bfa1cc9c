import { type MessageCode, type PlatformMessageCode } from '@lintel/contracts';
import { taskMessages } from '@lintel/ui';

const ofPlatform: Record<PlatformMessageCode, string> = {
  'gate.unmeasured.received': '没有评估',
  'gate.unmeasured.reason': '该模型没有在测试集上评估。',

  'gate.test-set.expected': '两者都在测试集 {testSet} 上评估',
  'gate.test-set.expected-own': '两者都在同一测试集上评估',
  'gate.test-set.received': '在用版本在测试集 {testSet} 上评估',
  'gate.test-set.received-unknown': '在用版本的测试集未知',
  'gate.test-set.received-counts': '比较了 {compared:integer} 个样本，评估了 {evaluated:integer} 个',
  'gate.test-set.unknown': '该模型没有记录所用的测试集，请重新训练。',
  'gate.test-set.not-compared': '在用版本没有在该模型的测试集上评估，因此无法比较两者。',
  'gate.test-set.different': '在用版本与该模型在不同的样本上评估，因此无法比较两者。',
  'gate.test-set.incomplete': '比较遗漏了测试集中的部分样本。',
  'gate.test-set.same': '两个模型在相同的样本上评估。',

  'gate.champion.received-none': '没有在用版本',
  'gate.champion.received-uncompared': '没有比较',
  'gate.champion.none': '目前没有在用版本，只适用绝对门槛。',
  'gate.champion.uncompared': '无法判断是否优于在用版本：两者没有在相同的样本上评估。',

  'gate.gain.expected-better': '95% 区间下限至少改善 {gain:amount}',
  'gate.gain.expected-worse': '95% 区间下限最多变差 {loss:amount}',
  'gate.gain.received':
    '改善 {gain:signedAmount}（95% 区间：{low:signedAmount} 至 {high:signedAmount}），{examples:integer} 个样本',
  'gate.gain.above': '{challenger:namedFigure}，比在用版本的 {champion:figure} 至少好 {low:amount}。',
  'gate.gain.tolerated':
    '{challenger:namedFigure}，可能比在用版本的 {champion:figure} 差最多 {loss:amount}，策略允许这一差距。',
  'gate.gain.below': '{challenger:namedFigure}，比在用版本的 {champion:figure} 差 {loss:amount}。',
  'gate.gain.uncertain':
    '{challenger:namedFigure}，没有明显优于在用版本的 {champion:figure}：可能差最多 {loss:amount}。',
  'gate.gain.too-little': '{challenger:namedFigure}，只能确定比在用版本的 {champion:figure} 好 {low:amount}。',
  'gate.gain.needs-better': '策略要求至少改善 {gain:amount}。',
  'gate.gain.needs-worse': '策略最多允许变差 {loss:amount}。',

  'gate.required.expected-least': '至少 {required:figure}',
  'gate.required.expected-most': '至多 {required:figure}',
  'gate.required.received': '{value:figure}，{examples:integer} 个样本',
  'gate.required.reason': '测试数据上：{value:namedFigure}。',
  'gate.required.short': '测试数据上：{value:namedFigure}，策略要求 {required:figure}。',

  'gate.parity.expected': '至多 {allowed:small}',
  'gate.parity.received': '{difference:small}（{examples:integer} 个样本）',
  'gate.parity.same': '导出的模型与训练的模型回答一致。',
  'gate.parity.different': '导出的模型与训练的模型的回答相差最多 {difference:small}，最多允许 {allowed:small}。',

  'alert.drift.title': '{model} 发生漂移：输入或回答与评估时不同',
  'alert.drift.measure': '{measure:measure}（PSI {psi:decimal}）。',
  'alert.drift.classes': '模型的回答（PSI {psi:decimal}）。',
  'alert.drift.confidence': '置信度（PSI {psi:decimal}）。',
  'alert.drift.examples': '基于 {examples:integer} 次预测。',

  'alert.job-failed.title': '{model}：{kind:jobKind}任务失败',
  'alert.job-failed.cause': '{code:errorCode}。',
  'alert.job-failed.unknown': '任务没有给出原因。',

  'alert.dead-letters.title': '{group}：死信中有 {count:integer} 个事件',
  'alert.dead-letters.title-one': '{group}：死信中有 1 个事件',
  'alert.dead-letters.detail': '消费组无法处理这些事件。请查看并更正，然后重新发送或丢弃。',

  'alert.refused-events.title': '{topic}：消息代理拒收了 {count:integer} 个事件',
  'alert.refused-events.title-one': '{topic}：消息代理拒收了 1 个事件',
  'alert.refused-events.detail':
    '这些事件已被搁置（{code:errorCode}），没有消费者收到。运维人员可以查看它们，并在排除原因后重新发布。',

  'alert.lag.title': '{group} 落后 {count:integer} 个事件',
  'alert.lag.slow': '消费组正在运行，但处理不过来。请再启动一个副本。',
  'alert.lag.stopped': '该消费组没有消费者在运行。请启动其服务。',

  'job.memory': '任务使用了 {used:memory} 内存，上限为 {limit:memory}。',
  'job.time': '任务运行时间超过上限 {limit:duration}。',
  'job.ended': '进程已结束，没有留下结果。',
  'job.ended-code': '进程以退出码 {exitCode} 结束，没有留下结果。',
  'job.ended-signal': '进程被 {signal} 终止，没有留下结果。',
  'job.died': '进程终止了 {times:integer} 次（{ends}），最多恢复 {resumes:integer} 次。',
  'job.out-of-memory': '机器内存不足，操作系统终止了进程（{signal}）。',
  'job.unforeseen': '任务因意外错误而结束。',
  'job.cancelled': '{by} 取消了任务。',
  'job.abandoned': '训练程序 {worker} 在第 {attempt:integer} 次（最后一次）尝试中失去响应。',
};

/** What gates, alerts and jobs say, by code. Each task brings its own messages. */
export const messages: Record<MessageCode, string> = { ...ofPlatform, ...taskMessages('zh-CN') };
