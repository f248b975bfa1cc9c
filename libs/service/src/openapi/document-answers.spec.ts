import { type OpenAPIObject } from '@nestjs/swagger';
import { documentAnswers } from './document-answers';

type Answers = NonNullable<OpenAPIObject['paths'][string]['get']>['responses'];

const answersOf = (responses: Answers): Answers => {
  const document: OpenAPIObject = {
    openapi: '3.1.0',
    info: { title: 'an api', version: '1' },
    paths: { '/v1/things': { get: { responses } } },
  };
  documentAnswers(document);
  return document.paths['/v1/things']!.get!.responses;
};
const typesOf = (answers: Answers) =>
  Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      Object.keys((answer as { content?: object }).content ?? {}),
    ]),
  );
const thing = { description: '', content: { 'application/json': { schema: { type: 'object' as const } } } };
const problem = { description: '', content: { 'application/problem+json': { schema: { type: 'object' as const } } } };

describe('the documented answers', () => {
  it('a success without a status is a 200, and everything else a problem', () => {
    expect(typesOf(answersOf({ default: thing }))).toEqual({
      200: ['application/json'],
      default: ['application/problem+json'],
    });
  });

  it('those that are named stay as they are', () => {
    expect(answersOf({ 201: thing, default: problem })).toEqual({ 201: thing, default: problem });
    expect(typesOf(answersOf({ 204: { description: '' } }))).toEqual({
      204: [],
      default: ['application/problem+json'],
    });
  });
});
