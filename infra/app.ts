/** What `cdk` runs (cdk.json): one stage, held to the AwsSolutions rules. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { KeeplineStack } from './stack.ts';
import { stageNamed } from './stages.ts';

const app = new App();
new KeeplineStack(app, stageNamed(app.node.tryGetContext('stage')));
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
