import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { synthesise } from '../../local/template/synth.ts';
import { commandOf, order, said } from './image.ts';

test('the image runs as nobody in particular, without a shell around it, on the Node that is tested here', () => {
  const { dependencies } = z
    .object({ dependencies: z.object({ node: z.string() }) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  expect(said('FROM')).toBe(`node:${dependencies.node}-slim`);
  expect(said('USER')).toBe('node');
  // Files that the user may read and not change: they are copied before it takes over.
  expect(order.indexOf('COPY')).toBeLessThan(order.indexOf('USER'));
  expect(commandOf('CMD')).toEqual(['node', 'main.mjs']);
  expect(said('ENTRYPOINT')).toBeUndefined();
  // SIGTERM is what Docker and ECS send where nothing is said.
  expect(said('STOPSIGNAL')).toBeUndefined();
  expect(said('RUN')).toBeUndefined();
  expect(said('VOLUME')).toBe('/tmp');
});

test("ECS asks for its health as the image's own check does, and nothing but /tmp can be written", async () => {
  const Container = z.looseObject({
    HealthCheck: z.object({ Command: z.array(z.string()) }),
    ReadonlyRootFilesystem: z.literal(true),
    MountPoints: z.tuple([z.object({ ContainerPath: z.literal('/tmp'), ReadOnly: z.literal(false) }).loose()]),
  });
  const { Resources } = await synthesise();
  const task = Object.values(Resources).find(({ Type }) => Type === 'AWS::ECS::TaskDefinition');
  const { ContainerDefinitions } = z.object({ ContainerDefinitions: z.tuple([Container]) }).parse(task?.Properties);
  expect(ContainerDefinitions[0].HealthCheck.Command).toEqual(['CMD', ...commandOf('HEALTHCHECK')]);
});
