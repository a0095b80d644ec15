// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.EmptyProto;
import dev.rushes.api.v1.CreateMediaRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.server.access.Permission;
import dev.rushes.server.access.Resource;
import dev.rushes.server.fault.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of the public contract says what its caller needs. */
class MethodAccessTest {
    private static final List<String> THINGS = List.of(
            "job_id",
            "project_id",
            "media_id",
            "generation_id",
            "render_id",
            "style_profile_id",
            "session_id",
            "comment_id");

    static List<MethodDescriptor> methods() {
        return Contract.methods();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodSaysWhatItsCallerNeeds(MethodDescriptor method) {
        MethodAccess access = MethodAccess.of(method);
        assertThat(access.permission()).isNotNull();
        List<String> checked = access.resources().stream()
                .map(named -> named.path().getFirst().getName())
                .toList();
        assertThat(method.getInputType().getFields())
                .filteredOn(field -> THINGS.contains(field.getName()))
                .as("the fields that name things are checked")
                .allSatisfy(field -> assertThat(checked).contains(field.getName()));
    }

    @Test
    void aMethodWithoutTheOptionIsRefused() throws Exception {
        var method = com.google.protobuf.DescriptorProtos.MethodDescriptorProto.newBuilder()
                .setName("Open")
                .setInputType(".google.protobuf.Empty")
                .setOutputType(".google.protobuf.Empty");
        var file = com.google.protobuf.DescriptorProtos.FileDescriptorProto.newBuilder()
                .setName("open.proto")
                .addDependency("google/protobuf/empty.proto")
                .addService(com.google.protobuf.DescriptorProtos.ServiceDescriptorProto.newBuilder()
                        .setName("OpenService")
                        .addMethod(method))
                .build();
        MethodDescriptor open = FileDescriptor.buildFrom(file, new FileDescriptor[] {EmptyProto.getDescriptor()})
                .getServices()
                .getFirst()
                .getMethods()
                .getFirst();
        assertThatThrownBy(() -> MethodAccess.of(open)).hasMessageContaining("does not say what its caller needs");
    }

    @Test
    void nestedFieldsNameThings() {
        MethodAccess access = MethodAccess.of(Contract.method("CreateMedia"));
        String id = "0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000";
        assertThat(access.permission()).isEqualTo(Permission.EDIT);
        assertThat(access.named(CreateMediaRequest.newBuilder()
                        .setMedia(Media.newBuilder().setJobId(id))
                        .build()))
                .containsExactly(new Resource(Resource.Kind.JOB, id));
        assertThat(access.named(CreateMediaRequest.getDefaultInstance())).isEmpty();
        assertThatThrownBy(() -> access.named(CreateMediaRequest.newBuilder()
                        .setMedia(Media.newBuilder().setJobId("../x"))
                        .build()))
                .isInstanceOf(Fault.Invalid.class);
    }
}
