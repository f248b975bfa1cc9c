import { verticalOfGroup, verticalOfModel } from '@lintel/contracts';
import { type Request } from 'express';

/** The vertical of the model in the path. */
export function ofModel({ params }: Request): string {
  return verticalOfModel(String(params['name']));
}

/** The vertical of the consumer group in the path or query. */
export function ofGroup({ params, query }: Request): string {
  const group: unknown = params['group'] ?? query['group'];
  // If a query names several groups, or none, access is denied.
  return typeof group === 'string' ? verticalOfGroup(group) : '';
}
