// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Empty;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.rushes.api.v1.Account;
import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.AddMemberRequest;
import dev.rushes.api.v1.ApiToken;
import dev.rushes.api.v1.CreateAnonymousSessionRequest;
import dev.rushes.api.v1.CreateApiTokenRequest;
import dev.rushes.api.v1.CreateCreatorRequest;
import dev.rushes.api.v1.CreateGuestLinkRequest;
import dev.rushes.api.v1.CreatePairingRequest;
import dev.rushes.api.v1.CreatedToken;
import dev.rushes.api.v1.DeleteCreatorRequest;
import dev.rushes.api.v1.Erasure;
import dev.rushes.api.v1.ListApiTokensRequest;
import dev.rushes.api.v1.ListApiTokensResponse;
import dev.rushes.api.v1.ListErasuresRequest;
import dev.rushes.api.v1.ListErasuresResponse;
import dev.rushes.api.v1.ListMembersRequest;
import dev.rushes.api.v1.ListMembersResponse;
import dev.rushes.api.v1.Member;
import dev.rushes.api.v1.Pairing;
import dev.rushes.api.v1.RedeemPairingRequest;
import dev.rushes.api.v1.RemoveMemberRequest;
import dev.rushes.api.v1.RevokeApiTokenRequest;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.WhoAmIRequest;
import dev.rushes.server.access.AccessStore;
import dev.rushes.server.access.Accounts;
import dev.rushes.server.access.AnonymousSessions;
import dev.rushes.server.access.Pairings;
import dev.rushes.server.access.Principal;
import dev.rushes.server.access.Scope;
import dev.rushes.server.erasure.Erasures;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.id.Ids;
import dev.rushes.wire.TimeWire;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** People and tokens over gRPC. */
final class AccountGrpcService extends AccountServiceGrpc.AccountServiceImplBase {
    private final Accounts accounts;
    private final Pairings pairings;
    private final AnonymousSessions anonymous;
    private final Erasures erasures;

    AccountGrpcService(Services.People people) {
        this.accounts = people.accounts();
        this.pairings = people.pairings();
        this.anonymous = people.anonymous();
        this.erasures = people.erasures();
    }

    @Override
    public void whoAmI(WhoAmIRequest request, StreamObserver<Account> observer) {
        Unary.answer(observer, () -> toProto(caller()));
    }

    @Override
    public void createApiToken(CreateApiTokenRequest request, StreamObserver<CreatedToken> observer) {
        Unary.answer(observer, () -> {
            String userId = request.getUserId().isEmpty() ? null : Ids.require("user_id", request.getUserId());
            Instant expiresAt = request.hasExpireTime() ? TimeWire.fromProto(request.getExpireTime()) : null;
            return toProto(accounts.createToken(
                    caller(), new Accounts.Wish(userId, roleOrNull(request.getRole()), request.getLabel(), expiresAt)));
        });
    }

    @Override
    public void listApiTokens(ListApiTokensRequest request, StreamObserver<ListApiTokensResponse> observer) {
        Unary.answer(observer, () -> {
            ListApiTokensResponse.Builder response = ListApiTokensResponse.newBuilder();
            accounts.tokens(caller()).forEach(token -> response.addTokens(toProto(token)));
            return response.build();
        });
    }

    @Override
    public void revokeApiToken(RevokeApiTokenRequest request, StreamObserver<Empty> observer) {
        Unary.answer(observer, () -> {
            accounts.revokeToken(caller(), request.getTokenId());
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void addMember(AddMemberRequest request, StreamObserver<Member> observer) {
        Unary.answer(observer, () -> {
            dev.rushes.server.access.Role role = roleOrNull(request.getRole());
            if (role == null) {
                throw new Fault.Invalid("role", "is not set (expected: reviewer, lead or creator)");
            }
            return toProto(accounts.addMember(caller(), request.getName(), role));
        });
    }

    @Override
    public void listMembers(ListMembersRequest request, StreamObserver<ListMembersResponse> observer) {
        Unary.answer(observer, () -> {
            ListMembersResponse.Builder response = ListMembersResponse.newBuilder();
            accounts.members(caller()).forEach(member -> response.addMembers(toProto(member)));
            return response.build();
        });
    }

    @Override
    public void removeMember(RemoveMemberRequest request, StreamObserver<Empty> observer) {
        Unary.answer(observer, () -> {
            accounts.removeMember(caller(), Ids.require("user_id", request.getUserId()));
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void createCreator(CreateCreatorRequest request, StreamObserver<CreatedToken> observer) {
        Unary.answer(observer, () -> toProto(accounts.createCreator(request.getName())));
    }

    @Override
    public void createGuestLink(CreateGuestLinkRequest request, StreamObserver<CreatedToken> observer) {
        Unary.answer(observer, () -> {
            Duration life = request.hasLife()
                    ? Duration.ofSeconds(
                            request.getLife().getSeconds(), request.getLife().getNanos())
                    : null;
            Accounts.Minted link = accounts.createGuestLink(caller(), Ids.require("job_id", request.getJobId()), life);
            return toProto(link).toBuilder()
                    .setOpenPath("/p/" + request.getJobId() + "#token=" + link.text())
                    .build();
        });
    }

    @Override
    public void createPairing(CreatePairingRequest request, StreamObserver<Pairing> observer) {
        Unary.answer(observer, () -> {
            Pairings.Made made = pairings.create(caller(), roleOrNull(request.getRole()), request.getLabel());
            return Pairing.newBuilder()
                    .setCode(made.code().text())
                    .setExpireTime(TimeWire.toProto(made.expiresAt()))
                    .build();
        });
    }

    @Override
    public void redeemPairing(RedeemPairingRequest request, StreamObserver<CreatedToken> observer) {
        String address = ServiceRequestContext.current().clientAddress().getHostAddress();
        Unary.answer(observer, () -> toProto(pairings.redeem(request.getCode(), request.getDeviceName(), address)));
    }

    @Override
    public void createAnonymousSession(CreateAnonymousSessionRequest request, StreamObserver<CreatedToken> observer) {
        Unary.answer(observer, () -> toProto(anonymous.begin()));
    }

    @Override
    public void deleteCreator(DeleteCreatorRequest request, StreamObserver<Erasure> observer) {
        Unary.answer(observer, () -> {
            if (request.getCreatorId().isEmpty()) {
                throw new Fault.Invalid("creator_id", "is empty (expected: an id as WhoAmI tells it)");
            }
            return toProto(erasures.begin(caller(), request.getCreatorId(), request.getConfirmation()));
        });
    }

    @Override
    public void listErasures(ListErasuresRequest request, StreamObserver<ListErasuresResponse> observer) {
        Unary.answer(observer, () -> {
            ListErasuresResponse.Builder response = ListErasuresResponse.newBuilder();
            erasures.newest().forEach(erasure -> response.addErasures(toProto(erasure)));
            return response.build();
        });
    }

    private static Erasure toProto(dev.rushes.server.erasure.Erasure erasure) {
        Erasure.Builder message = Erasure.newBuilder()
                .setErasureId(erasure.id())
                .setState(erasure.finishedAt() == null ? Erasure.State.STATE_RUNNING : Erasure.State.STATE_SUCCEEDED)
                .setCreateTime(TimeWire.toProto(erasure.createdAt()))
                .setRowCount(erasure.removed().rows())
                .setFileCount(erasure.removed().files())
                .setByteCount(erasure.removed().bytes());
        if (erasure.finishedAt() != null) {
            message.setFinishTime(TimeWire.toProto(erasure.finishedAt()));
        }
        return message.build();
    }

    private static Principal caller() {
        return Scope.principal().orElseThrow();
    }

    private static dev.rushes.server.access.@Nullable Role roleOrNull(Role role) {
        return switch (role) {
            case ROLE_UNSPECIFIED -> null;
            case UNRECOGNIZED -> throw new Fault.Invalid("role", "is unknown (expected: a role of the contract)");
            default -> dev.rushes.server.access.Role.valueOf(role.name().replaceFirst("^ROLE_", ""));
        };
    }

    private static Role toProto(dev.rushes.server.access.Role role) {
        return Role.valueOf("ROLE_" + role.name());
    }

    private static Account toProto(Principal principal) {
        Account.Builder account = Account.newBuilder()
                .setUserId(principal.userId())
                .setName(principal.name())
                .setCreatorId(principal.creatorId())
                .setRole(toProto(principal.role()));
        if (principal.jobId() != null) {
            account.setJobId(principal.jobId());
        }
        return account.build();
    }

    private static Member toProto(AccessStore.Member member) {
        return Member.newBuilder()
                .setUserId(member.user().id())
                .setName(member.user().name())
                .setRole(toProto(member.role()))
                .build();
    }

    private static CreatedToken toProto(Accounts.Minted minted) {
        return CreatedToken.newBuilder()
                .setToken(toProto(minted.token()))
                .setText(minted.text())
                .build();
    }

    private static ApiToken toProto(AccessStore.Token token) {
        ApiToken.Builder message = ApiToken.newBuilder()
                .setTokenId(token.id())
                .setAccount(toProto(token.principal()))
                .setLabel(token.label())
                .setCreateTime(TimeWire.toProto(token.createdAt()));
        if (token.expiresAt() != null) {
            message.setExpireTime(TimeWire.toProto(token.expiresAt()));
        }
        if (token.revokedAt() != null) {
            message.setRevokeTime(TimeWire.toProto(token.revokedAt()));
        }
        if (token.lastUsedAt() != null) {
            message.setLastUseTime(TimeWire.toProto(token.lastUsedAt()));
        }
        return message.build();
    }
}
