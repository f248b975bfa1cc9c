import { LintelError } from '@lintel/contracts';
import { Injectable } from '@nestjs/common';
import { type AnyServedModel } from './served-model';

/** The models that this service serves, by name. */
@Injectable()
export class ServedModels {
  private readonly byName: ReadonlyMap<string, AnyServedModel>;

  constructor(models: readonly AnyServedModel[]) {
    this.byName = new Map(models.map((model) => [model.name, model]));
  }

  all(): readonly AnyServedModel[] {
    return [...this.byName.values()];
  }

  /** @throws LintelError NOT_FOUND */
  get(name: string): AnyServedModel {
    const model = this.byName.get(name);
    if (model !== undefined) return model;
    throw new LintelError('NOT_FOUND', {
      problem: `There is no model ${name} here.`,
      expected: [...this.byName.keys()].join(', '),
      received: name,
      cure: 'Correct the name.',
    });
  }
}
