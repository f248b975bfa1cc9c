import { ApiBody } from '@nestjs/swagger';

const TENSOR = {
  type: 'object',
  required: ['name', 'shape', 'datatype', 'data'],
  properties: {
    name: { type: 'string' },
    shape: { type: 'array', minItems: 1, items: { type: 'integer', minimum: 0 } },
    datatype: { type: 'string', enum: ['FP32', 'INT64', 'FP64', 'INT32', 'BOOL', 'BYTES'] },
    data: {
      type: 'array',
      items: { oneOf: [{ type: 'number' }, { type: 'string' }, { type: 'boolean' }], nullable: true },
    },
  },
};

/** Documents the body of an inference as JSON; tensors can also follow it as bytes. */
export const InferenceBody = () =>
  ApiBody({
    schema: {
      type: 'object',
      required: ['inputs'],
      properties: {
        id: { type: 'string', maxLength: 200 },
        inputs: { type: 'array', minItems: 1, items: TENSOR },
        outputs: {
          type: 'array',
          items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
        },
      },
    },
  });
