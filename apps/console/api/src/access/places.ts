import { verticalOfGroup, verticalOfModel } from '@lintel/contracts';
import { type Request } from 'express';

/** The vertical of the model that an address names. */
export function ofModel({ params }: Request): string {
  return verticalOfModel(String(params['name']));
}

/** The vertical of the consumer group that an address or a query names. */
export function ofGroup({ params, query }: Request): string {
  const group: unknown = params['group'] ?? query['group'];
  // Of a query that names several, or none, nobody may see anything.
  return typeof group === 'string' ? verticalOfGroup(group) : '';
}
