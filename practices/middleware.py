"""Before any page: for whom does this person act?"""

from practices.scope import ActingScope, acting_scope


class ActingScopeMiddleware:
    """Rights are read at every request, so ending a grant works on the next one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.acting = ActingScope()
        if request.user.is_authenticated:
            request.acting = acting_scope(request.user, request.session)
            request.user.act_under(request.acting.grants, request.acting.others)
        return self.get_response(request)
