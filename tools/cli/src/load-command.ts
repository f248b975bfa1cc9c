import type * as AuditList from './audit/list';
import type * as AuditVerify from './audit/verify';
import type * as BackboneAdd from './backbone/add';
import type * as BackboneList from './backbone/list';
import type * as BackboneRemove from './backbone/remove';
import type * as Accounts from './accounts/accounts';
import type * as Keys from './accounts/keys';
import type * as Doctor from './commands/doctor';
import type * as Evaluate from './commands/evaluate';
import type * as Export from './commands/export';
import type * as Predict from './commands/predict';
import type * as ModelsList from './models/list';
import type * as ModelsPromote from './models/promote';
import type * as ModelsRegister from './models/register';
import type * as StreamDeadLetters from './stream/dead-letters';
import type * as StreamPublish from './stream/publish';
import type * as StreamRefused from './stream/refused';
import type * as StreamReplay from './stream/replay';
import type * as StreamStatus from './stream/status';
import type * as StreamTail from './stream/tail';
import type * as TablesDescribe from './tables/describe';

/* eslint-disable @typescript-eslint/no-require-imports --
 * Required at run time: `lintel --help` and a typing mistake are answered before onnxruntime, TypeORM and sharp load. */
export const loadCommand = {
  doctor: () => (require('./commands/doctor') as typeof Doctor).doctor,
  evaluate: () => (require('./commands/evaluate') as typeof Evaluate).evaluate,
  predict: () => (require('./commands/predict') as typeof Predict).predict,
  export: () => (require('./commands/export') as typeof Export).exportModel,
  auditList: () => (require('./audit/list') as typeof AuditList).listAudit,
  auditVerify: () => (require('./audit/verify') as typeof AuditVerify).verify,
  backboneAdd: () => (require('./backbone/add') as typeof BackboneAdd).addBackbone,
  backboneList: () => (require('./backbone/list') as typeof BackboneList).listBackbones,
  backboneRemove: () => (require('./backbone/remove') as typeof BackboneRemove).removeBackbone,
  accounts: () => require('./accounts/accounts') as typeof Accounts,
  keys: () => require('./accounts/keys') as typeof Keys,
  modelsList: () => (require('./models/list') as typeof ModelsList).list,
  modelsRegister: () => (require('./models/register') as typeof ModelsRegister).register,
  modelsPromote: () => require('./models/promote') as typeof ModelsPromote,
  tablesDescribe: () => (require('./tables/describe') as typeof TablesDescribe).describeTable,
  streamPublish: () => (require('./stream/publish') as typeof StreamPublish).publish,
  streamTail: () => (require('./stream/tail') as typeof StreamTail).tail,
  streamReplay: () => (require('./stream/replay') as typeof StreamReplay).replay,
  streamDeadLetters: () => require('./stream/dead-letters') as typeof StreamDeadLetters,
  streamRefused: () => require('./stream/refused') as typeof StreamRefused,
  streamStatus: () => (require('./stream/status') as typeof StreamStatus).status,
};
