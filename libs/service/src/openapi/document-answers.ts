import { type OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Answers = Operation['responses'];

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const JSON_TYPE = 'application/json';
const PROBLEM: NonNullable<Answers['default']> = {
  description: 'Problem details: what is wrong, what was expected and received, and the cure.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto_Output' } } },
};

/**
 * Documents a success as 200 and every other response as a problem. `@ZodResponse` without a status documents the
 * success as "default", which means every response, and so hides the problems of `@ApiProblem`.
 * @param document modified in place
 */
export function documentAnswers(document: OpenAPIObject): void {
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation !== undefined) operation.responses = answersOf(operation.responses);
    }
  }
}

function answersOf({ default: fallback, ...named }: Answers): Answers {
  const isSuccess = fallback !== undefined && 'content' in fallback && fallback.content?.[JSON_TYPE] !== undefined;
  return { ...named, ...(isSuccess ? { 200: fallback } : {}), default: isSuccess ? PROBLEM : (fallback ?? PROBLEM) };
}
