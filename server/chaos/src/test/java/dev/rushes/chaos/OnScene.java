// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives each test its {@link Scene}, tells it of a failure, and clears it away. */
final class OnScene implements ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(OnScene.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Scene.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        try {
            Scene scene = Scene.open(context.getRequiredTestClass().getSimpleName() + "."
                    + context.getRequiredTestMethod().getName());
            context.getStore(SPACE).put(Scene.class, scene);
            return scene;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        Scene scene = context.getStore(SPACE).remove(Scene.class, Scene.class);
        if (scene != null) {
            // A test that says why it is skipped has not failed.
            context.getExecutionException()
                    .filter(e -> !(e instanceof TestAbortedException))
                    .ifPresent(e -> scene.failed());
            scene.close();
        }
    }
}
